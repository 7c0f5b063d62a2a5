"""Rules over tracks: findings with stable codes."""
