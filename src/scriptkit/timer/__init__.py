"""How long text takes to read aloud."""
