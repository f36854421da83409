"""The floor's rules, gathered so that each is registered when the project starts."""
