import Foundation

extension UI {
    /// The one colour of a jurisdiction, as the tokens that the style sheet takes it from: one value on light paper
    /// and one on dark. A colour in which text cannot be read well is refused.
    public struct CivicColour: Sendable, Hashable {
        public let light, dark: Colour

        public enum Refusal: Error, Hashable {
            /// Not `#rrggbb`.
            case unreadable(String)
            /// Text in this colour has less than 7:1 against the paper (WCAG 2.2, 1.4.6).
            case tooWeak(String, contrast: Double)
        }

        /// - Parameter dark: for dark paper; without it, the same colour made lighter until it can be read there.
        public init(light: String, dark: String? = nil) throws {
            guard let onLight = Colour(light) else { throw Refusal.unreadable(light) }
            let onDark =
                try dark.map { text in
                    guard let colour = Colour(text) else { throw Refusal.unreadable(text) }
                    return colour
                } ?? onLight.lightened(for: Self.darkGround)
            (self.light, self.dark) = (onLight, onDark)
            for (colour, paper, wash) in [
                (onLight, Self.lightPaper, Self.lightGround), (onDark, Self.darkPaper, Self.darkGround),
            ] {
                let contrast = min(colour.contrast(to: wash), colour.contrast(to: colour.mixed(Self.wash, into: paper)))
                guard contrast >= 7 else { throw Refusal.tooWeak(colour.hex, contrast: contrast) }
            }
        }

        /// Rules to put after the style sheet.
        public var stylesheet: String {
            """
            :root, [data-scheme=light] { \(tokens(light, on: Self.lightPaper, text: "#ffffff")) }
            [data-scheme=dark] { \(tokens(dark, on: Self.darkPaper, text: "#0b1513")) }
            @media (prefers-color-scheme: dark) { :root:not([data-scheme]) { \(tokens(dark, on: Self.darkPaper, text: "#0b1513")) } }

            """
        }

        private func tokens(_ colour: Colour, on ground: Colour, text: String) -> String {
            "--civic: \(colour.hex); --on-civic: \(text); --civic-wash: \(colour.mixed(Self.wash, into: ground).hex);"
        }

        /// How much of the colour is in its own wash.
        private static let wash = 0.08
        private static let lightPaper = Colour(red: 0xfc, green: 0xfb, blue: 0xf7)
        private static let darkPaper = Colour(red: 0x10, green: 0x18, blue: 0x16)
        // The wash of the style sheet, the least favourable ground that text stands on.
        private static let lightGround = Colour(red: 0xf2, green: 0xf0, blue: 0xe7)
        private static let darkGround = Colour(red: 0x1d, green: 0x29, blue: 0x26)
    }

    /// A colour of sRGB.
    public struct Colour: Sendable, Hashable {
        public var red, green, blue: UInt8
        public init(red: UInt8, green: UInt8, blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

        /// From `#rrggbb`.
        public init?(_ text: String) {
            guard text.count == 7, text.hasPrefix("#"), text.dropFirst().allSatisfy(\.isHexDigit),
                let bits = UInt32(text.dropFirst(), radix: 16)
            else { return nil }
            self.init(red: UInt8(bits >> 16 & 0xff), green: UInt8(bits >> 8 & 0xff), blue: UInt8(bits & 0xff))
        }

        public var hex: String { String(format: "#%02x%02x%02x", Int(red), Int(green), Int(blue)) }

        /// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
        public func contrast(to other: Colour) -> Double {
            let (one, two) = (luminance, other.luminance)
            return (max(one, two) + 0.05) / (min(one, two) + 0.05)
        }

        private var luminance: Double {
            func linear(_ part: UInt8) -> Double {
                let share = Double(part) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        }

        /// The same hue, calmer and just as light as text on `ground` needs it.
        func lightened(for ground: Colour) -> Colour {
            let (hue, saturation) = hueAndSaturation
            for percent in stride(from: 40, through: 100, by: 1) {
                let colour = Colour(hue: hue, saturation: min(saturation, 0.45), lightness: Double(percent) / 100)
                if colour.contrast(to: ground) >= 8 { return colour }
            }
            return Colour(red: 255, green: 255, blue: 255)
        }

        /// Hue 0 to 6 (a sextant of the circle each), saturation 0 to 1 (CSS Color 4, §7.1).
        private var hueAndSaturation: (Double, Double) {
            let (red, green, blue) = (Double(red) / 255, Double(green) / 255, Double(blue) / 255)
            let most = max(red, green, blue), least = min(red, green, blue), span = most - least
            guard span > 0 else { return (0, 0) }
            let hue =
                most == red ? (green - blue) / span : most == green ? (blue - red) / span + 2 : (red - green) / span + 4
            return (hue < 0 ? hue + 6 : hue, span / (1 - abs(most + least - 1)))
        }

        init(hue: Double, saturation: Double, lightness: Double) {
            func part(_ offset: Double) -> UInt8 {
                let place = (offset + hue * 2).truncatingRemainder(dividingBy: 12)
                let swing = saturation * min(lightness, 1 - lightness)
                return UInt8(((lightness - swing * max(-1, min(place - 3, 9 - place, 1))) * 255).rounded())
            }
            self.init(red: part(0), green: part(8), blue: part(4))
        }

        func mixed(_ share: Double, into ground: Colour) -> Colour {
            func mix(_ mine: UInt8, _ its: UInt8) -> UInt8 {
                UInt8((Double(mine) * share + Double(its) * (1 - share)).rounded())
            }
            return Colour(red: mix(red, ground.red), green: mix(green, ground.green), blue: mix(blue, ground.blue))
        }
    }
}
