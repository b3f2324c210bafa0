"""Samenwerken: partnerships of organisations, who may decide, the yearly consultation and who does what."""
