"""How fast time passes for the program while it is tested."""

from dataclasses import replace

from kling_studio.providers.clock import FOR_COMMANDS, Clock

QUICK = replace(
    FOR_COMMANDS,
    clock=Clock(speed=400),
    look_ups_s=(20.0, 40.0, 80.0, 160.0, 320.0),
    submit_read_s=3,
    read_s=1.5,
)
