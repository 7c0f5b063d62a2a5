"""scriptkit: a TV report script in, air-ready captions out."""
