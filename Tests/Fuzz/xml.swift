import Foundation
import XML

/// libFuzzer's entry for the reader of XML: it reads any bytes or refuses them, and what it read is bounded.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let root = try? ElementReader.read(Data(UnsafeBufferPointer(start: bytes, count: count))) else { return 0 }
    var open = [(element: root, depth: 1)]
    var size = 0
    while let (element, depth) = open.popLast() {
        precondition(depth <= ElementReader.maxDepth, "deeper than allowed")
        size += element.name.utf8.count + element.text.utf8.count
        open += element.children.map { ($0, depth + 1) }
    }
    precondition(size <= 4 * count + 64, "a document of \(count) bytes became \(size)")
    return 0
}
