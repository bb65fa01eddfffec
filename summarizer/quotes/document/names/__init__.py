"""Where a name begins and ends: look-alikes, particles, offices, headlines and weekdays around it."""
