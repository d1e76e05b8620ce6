"""Pictures of the product, made by a script."""
