"""Reading place names in a text: recognition, roles, resolution, relational footprints."""

from geoevents.geoparse.mentions import geoparse

__all__ = ["geoparse"]
