"""How payloads reach us: Socket Mode or HTTP; admitted, stored, acknowledged."""
