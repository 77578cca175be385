"""How gunicorn serves the screens, as gunicorn reads it: what it trusts, how it logs, and that it ends with whoever started it."""

import sys
from typing import Any

from gunicorn.glogging import Logger

from govflow.find_screens import what_is_wrong
from govflow.logs import SERVER, Lines, logger
from govflow.serving import GRACE, end_with_parent

forwarded_allow_ips = ""  # nobody: which proxies are believed is a setting of ours, and the screens see to it
graceful_timeout = int(GRACE) - 2
umask = 0o077  # what the screens keep is for the installation alone


class JsonLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Logs as the other processes do. What a client sent stays out: it may be what somebody typed."""

    def setup(self, cfg: Any) -> None:  # noqa: ANN401 - gunicorn's configuration
        """Let our lines replace gunicorn's own."""
        super().setup(cfg)
        self.error_log.handlers = [Lines(logger(SERVER))]

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Log a warning; of a request that cannot be read, only where it came from."""
        told = str(msg)
        super().warning(told.partition(": ")[0] if told.startswith("Invalid request") else told, *args, **kwargs)


logger_class = JsonLogger


def on_starting(server: Any) -> None:  # noqa: ANN401 - gunicorn's arbiter
    """Stop before anything is served where the screens are not ours: gunicorn looks for them in the folder it starts in, too."""
    if wrong := what_is_wrong():
        server.log.critical(wrong)
        sys.exit(1)


def post_fork(_server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's arbiter and worker
    """Let each web process watch for the end of ``govflow serve``, and end all of them; the arbiter itself must stay without threads."""
    end_with_parent(worker.ppid)
