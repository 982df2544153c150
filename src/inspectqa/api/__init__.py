"""The HTTP service: fastapi is imported here and nowhere else."""
