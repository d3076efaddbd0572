import Base

/// How badly the sandbox behaves: what a real provider and the network between may do to us, on purpose.
struct SandboxBehaviour: Sendable, Hashable, Codable {
    /// Of a hundred messages, so many are never sent.
    var losePercent = 0
    /// Each message is sent so many times more.
    var repeats = 0
    /// Each is held back for up to so many seconds, so that they overtake each other.
    var shuffleSeconds = 0
    /// How long the bank of a slow card takes.
    var slowSeconds = 3
    /// So many minor units more than asked are taken: a mistake that must be found.
    var overcharge: Int64 = 0
    /// The interface answers nothing but 503.
    var isDown = false

    private enum CodingKeys: String, CodingKey {
        case losePercent = "lose_percent"
        case repeats
        case shuffleSeconds = "shuffle_seconds"
        case slowSeconds = "slow_seconds"
        case overcharge
        case isDown = "down"
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let record = try decoder.container(keyedBy: CodingKeys.self)
        losePercent = try record.decodeIfPresent(Int.self, forKey: .losePercent) ?? 0
        repeats = min(try record.decodeIfPresent(Int.self, forKey: .repeats) ?? 0, 20)
        shuffleSeconds = try record.decodeIfPresent(Int.self, forKey: .shuffleSeconds) ?? 0
        slowSeconds = try record.decodeIfPresent(Int.self, forKey: .slowSeconds) ?? 3
        overcharge = try record.decodeIfPresent(Int64.self, forKey: .overcharge) ?? 0
        isDown = try record.decodeIfPresent(Bool.self, forKey: .isDown) ?? false
    }
}
