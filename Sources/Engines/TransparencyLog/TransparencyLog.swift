// The TransparencyLog engine.
