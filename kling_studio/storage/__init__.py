"""What is kept on the disk: project folder, ledger, media, settings."""
