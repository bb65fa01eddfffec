"""How payloads reach us, by Socket Mode or HTTP: checked, stored, acknowledged."""
