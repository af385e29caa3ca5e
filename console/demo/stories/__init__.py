"""The stories: each one a promise of Guichet, played in helpdesk words on a real stage."""

from collections.abc import Callable
from dataclasses import dataclass

from console.demo.scene import Scene
from console.demo.stories import cases, disturbances, twice


@dataclass(frozen=True, slots=True)
class Story:
    """A title to be told and what happens."""

    title: str
    play: Callable[[Scene], None]


STORIES = (
    Story("A complete billing case is routed at once", cases.complete),
    Story("An incomplete one is asked about, answered, thanked and routed", cases.incomplete),
    Story("What leaves a doubt is asked as a choice, never guessed", cases.choice),
    Story("A death is handled with tact", cases.death),
    Story("A member who writes English is answered in English", cases.english),
    Story("The same payment told twice: two tickets find each other", twice.told_twice),
    Story("The same delivery fifty times at once has one effect", disturbances.fifty_times),
    Story("Events that arrive in the wrong order change nothing", disturbances.out_of_order),
    Story("An agent's change between reading and writing is never overwritten", disturbances.moved),
    Story("The helpdesk answers 429, then 500, then is well again", disturbances.unwell),
    Story("The worker dies between reading and writing", disturbances.killed_before_writing),
    Story("The worker dies between writing and closing", disturbances.killed_after_writing),
)
