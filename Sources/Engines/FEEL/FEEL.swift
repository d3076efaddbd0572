// The FEEL engine.
