/// The words of which the passwords are made that are tried first. A password is refused where it consists of them alone,
/// whatever figures stand before, between and after.
enum CommonPasswords {
    private static let words: Set<String> = Set(
        """
        password passwort motdepasse passe contrasena senha parola welcome bienvenue bonjour hello salut salam marhaba letmein
        admin administrator root user guest login signin changeme default secret test testing qwerty azerty qwertz asdf asdfgh
        asdfghjkl zxcvbn zxcvbnm yxcvbnm qwertyuiop azertyuiop poiuytrewq iloveyou loveyou jetaime love amour habibi
        monkey dragon master football soccer baseball basketball hockey superman batman spiderman starwars pokemon naruto
        princess sunshine shadow michael jordan jennifer charlie ashley jessica daniel thomas robert andrew joshua matthew
        computer internet google facebook samsung apple iphone android windows microsoft whatsapp instagram
        summer winter spring autumn monday friday january december soleil doudou chouchou loulou marseille paris london
        freedom whatever trustno forever nothing pepper cookie cheese killer ninja mustang ferrari mercedes porsche yamaha
        abc abcd abcde abcdef one two three four five six seven eight nine zero my the your is it me you and new old
        government citizen city town council service portal office agency resident polity
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let longest = 16

    /// Whether the letters of `text` are common words one after another.
    static func isMadeOf(_ text: String) -> Bool {
        let letters = Array(text.filter(\.isLetter))
        guard !letters.isEmpty, letters.count <= PasswordRules.maximum else { return false }
        // reachable[i]: the first i letters are common words.
        var reachable = [Bool](repeating: false, count: letters.count + 1)
        reachable[0] = true
        for end in 1...letters.count {
            reachable[end] = (max(0, end - longest)..<end).contains { start in
                reachable[start] && isCommon(letters[start..<end])
            }
        }
        return reachable[letters.count]
    }

    /// A word of the list as it is, or as `PasswordRules.plain` would write it.
    private static func isCommon(_ letters: ArraySlice<Character>) -> Bool { words.contains(String(letters)) }
}
