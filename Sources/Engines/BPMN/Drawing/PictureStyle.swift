/// The colours of a drawing that stands alone; a page of ours has the same in its own style sheet.
enum PictureStyle {
    static let text = """
        .process-picture{color:#434e4b;font-family:"Noto Sans","Segoe UI",Roboto,"Liberation Sans",Arial,"Noto Sans Arabic",sans-serif}\
        .ground{fill:#fcfbf7}.ground-shape{fill:#fcfbf7}.band{fill:#e6edf3}.shape{fill:#fff}.words{fill:#17211f}\
        .halo{stroke:#fcfbf7;stroke-width:3px;paint-order:stroke}.pool,.lane{color:#6d7773}.data,.annotation,.group,.association{color:#6d7773}\
        .start{color:#134a27}.end{color:#80131f}.gateway{color:#5e3c00}.activity>.shape{fill:#fff}\
        .is-done{color:#134a27}.is-done>.shape{fill:#e5f1e4}.is-done>.way{stroke-width:2.5}\
        .is-here{color:#26415c}.is-here>.shape{fill:#e6edf3;stroke-width:3}.is-stuck{color:#80131f}.is-stuck>.shape{fill:#fbe9e6;stroke-width:3}\
        .badge-sign,.mark-inverse{stroke:#fff}.badge-text{fill:#fff}.due{color:#5e3c00}.due>.shape{fill:#fbf0d4}\
        @media(prefers-color-scheme:dark){.process-picture{color:#bfc8c3}.ground,.ground-shape{fill:#101816}.band{fill:#1b2b3a}.shape,.activity>.shape{fill:#17211f}\
        .words{fill:#eef0e9}.halo{stroke:#101816}.pool,.lane,.data,.annotation,.group,.association{color:#8d9a95}\
        .start,.is-done{color:#9fe0af}.end,.is-stuck{color:#ffbab2}.gateway{color:#f3d084}.is-done>.shape{fill:#172b1e}\
        .is-here{color:#a9c8e6}.is-here>.shape{fill:#1b2b3a}.is-stuck>.shape{fill:#2f1c1b}.badge-sign,.mark-inverse{stroke:#101816}.badge-text{fill:#101816}\
        .due{color:#f3d084}.due>.shape{fill:#2e2713}}
        """
}
