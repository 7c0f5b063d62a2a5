"""What people and programs read about a checked file: a line for a ticket, JSON, an HTML page."""
