"""WaveSpeedAI: what it takes, how it is asked, what it answers."""
