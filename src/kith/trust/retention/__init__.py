"""How long what is kept. The rule of today: everything is kept until a key is destroyed (see vault)."""
