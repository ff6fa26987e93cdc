"""Bad days made on purpose: injured files, full disks, commands that are killed or run at once."""
