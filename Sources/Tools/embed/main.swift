// embed ROOT OUTPUT FILE…: writes a Swift file in which each FILE is a constant, named by its path under ROOT.
// Text stands in raw string literals, which compile hundreds of times faster than array literals of bytes.
import Foundation

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: embed ROOT OUTPUT FILE…\n".utf8))
    exit(2)
}
let root = arguments[1].hasSuffix("/") ? arguments[1] : arguments[1] + "/"

func literal(_ text: String) -> String {
    var hashes = "#"
    while text.contains("\"\"\"" + hashes) || text.contains("\\" + hashes) { hashes += "#" }
    return "\(hashes)\"\"\"\n\(text)\n\"\"\"\(hashes)"
}

var source =
    "/// The files of this target, by their path in its folder.\nenum Assets {\n    static let files: [String: String] = [\n"
if arguments.count == 3 { source += "        :\n" }
for path in arguments.dropFirst(3) {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
        FileHandle.standardError.write(Data("\(path): not readable as UTF-8 text\n".utf8))
        exit(1)
    }
    let name = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
    source += "        \"\(name)\": \(literal(text)),\n"
}
source += "    ]\n}\n"
do {
    try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
} catch {
    FileHandle.standardError.write(Data("\(arguments[2]): \(error)\n".utf8))
    exit(1)
}
