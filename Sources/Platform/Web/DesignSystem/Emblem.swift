extension UI {
    /// The emblem of a government that brings none: a door under an arch.
    public enum Emblem {
        public static let neutral = HTML(
            """
            <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false" fill="none" \
            stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">\
            <path d="M8 42V22a16 16 0 0 1 32 0v20M4 42h40M16 42V24a8 8 0 0 1 16 0v18M24 16v26"/></svg>
            """)
    }
}
