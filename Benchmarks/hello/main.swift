import Hummingbird

// The bare server beside which Polity is measured: one route, one word, no middleware.
// hello PORT

guard CommandLine.arguments.count == 2, let port = Int(CommandLine.arguments[1]) else {
    print("usage: hello PORT")
    throw CancellationError()
}
let router = Router()
router.get("/") { _, _ in "Hello" }
let application = Application(
    router: router, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil))
try await application.runService()
