"""Reading place names in a text: recognition, roles, resolution, relational footprints."""

from geoevents.geoparse.mentions import geoparse, geoparse_all

__all__ = ["geoparse", "geoparse_all"]
