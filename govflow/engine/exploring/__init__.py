"""Exploring: the real engine, driven through every act of everybody in small worlds, to look for a broken promise.

Nothing of the engine is written again here: an act goes through ``permissions`` and ``moving`` as it would from a form. This room
only invents who there is, what they might try, and when two situations are the same.
"""
