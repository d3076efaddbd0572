import Foundation
import Store
import StoreS3

extension Settings {
    /// The store of files that the settings name: the data folder's, or an S3-compatible one.
    func fileStore(in folder: DataFolder) throws -> any FileStore {
        if files.isEmpty { return try FolderFileStore(path: folder.files) }
        guard let url = URLComponents(string: files), url.scheme == "s3" || url.scheme == "s3+http",
            let host = url.host,
            let accessKey = url.user, let secretKey = url.password
        else { throw StartError("files: write it as s3://KEY:SECRET@HOST/BUCKET?region=REGION") }
        let parts = url.path.split(separator: "/", maxSplits: 1)
        guard let bucket = parts.first else { throw StartError("files: the address names no bucket") }
        let region = url.queryItems?.first { $0.name == "region" }?.value ?? "us-east-1"
        let port = url.port.map { ":\($0)" } ?? ""
        return try S3FileStore(
            S3FileStore.Settings(
                endpoint: "\(url.scheme == "s3" ? "https" : "http")://\(host)\(port)", region: region,
                bucket: String(bucket),
                prefix: parts.count > 1 ? String(parts[1]) : "", accessKey: accessKey, secretKey: secretKey),
            spool: folder.spool)
    }
}
