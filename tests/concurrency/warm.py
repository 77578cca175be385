"""What every worker process needs, imported once: the fork server loads this, so that a process starts in milliseconds."""

import alembic.command
import psycopg
import pytest

from govflow.acts import clock
from govflow.backups import move, report
from tests import seaport

WARM = (alembic.command, clock, move, psycopg, pytest, report, seaport.library(), seaport.leads(), seaport.statement())
