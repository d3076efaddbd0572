import Foundation
import Store

/// A point on the earth: WGS 84 degrees (EPSG:4326).
public struct GeoPoint: Hashable, Sendable {
    public let longitude: Double
    public let latitude: Double

    /// `nil` unless −180 ≤ longitude ≤ 180 and −90 ≤ latitude ≤ 90.
    public init?(longitude: Double, latitude: Double) {
        guard longitude.isFinite, latitude.isFinite, abs(longitude) <= 180, abs(latitude) <= 90 else { return nil }
        self.longitude = longitude
        self.latitude = latitude
    }

    /// The mean radius of the earth in metres (IUGG).
    static let earthRadius = 6_371_008.8

    /// Metres along the great circle (haversine).
    public func distance(to other: GeoPoint) -> Double {
        let radians = Double.pi / 180
        let latitudes = sin((other.latitude - latitude) * radians / 2)
        let longitudes = sin((other.longitude - longitude) * radians / 2)
        let chord =
            latitudes * latitudes
            + cos(latitude * radians) * cos(other.latitude * radians) * longitudes * longitudes
        return 2 * Self.earthRadius * asin(min(1, chord.squareRoot()))
    }

    /// The box that holds the circle of `radius` metres around the point. Near a pole or the 180th meridian it is cut
    /// at the edge of the map.
    public func box(radius: Double) -> BoundingBox {
        BoundingBox(aroundLatitude: latitude, longitude: longitude, metres: radius)
    }

    /// Rounded to 6 decimals (about 0.1 m): more is noise of the device.
    public var rounded: GeoPoint {
        GeoPoint(
            longitude: (longitude * 1_000_000).rounded() / 1_000_000,
            latitude: (latitude * 1_000_000).rounded() / 1_000_000) ?? self
    }
}

extension BoundingBox {
    public func contains(_ point: GeoPoint) -> Bool {
        contains(longitude: point.longitude, latitude: point.latitude)
    }
}
