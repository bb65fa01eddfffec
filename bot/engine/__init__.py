"""Infrastructure: worker processes for CPU-bound work, the job engine, and schedules."""
