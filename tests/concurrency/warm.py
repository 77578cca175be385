"""What every worker process needs, imported once: the fork server loads this, so that a process starts in milliseconds."""

import psycopg
import pytest

from govflow.acts import clock
from tests import seaport

WARM = (clock, psycopg, pytest, seaport.library(), seaport.leads(), seaport.statement())
