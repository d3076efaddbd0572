// The DMN engine.
