"""Every story of the demo holds, in any order, on Zendesk and Zammad, on SQLite and PostgreSQL."""

import pytest

from console.demo.scene import NotAsPromised, Scene
from console.demo.stage import Stage
from console.demo.stories import STORIES, Story


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
def test_story(story: Story, set_up: Stage) -> None:
    told: list[str] = []
    try:
        story.play(Scene(set_up, told.append))
    except (NotAsPromised, TimeoutError) as error:
        logs = {log.name: log.read_text("utf-8", errors="replace")[-4000:] for log in set_up.folder.glob("*.log")}
        ends = [f"--- {name}\n{end}" for name, end in logs.items()]
        pytest.fail("\n".join([*told, f"NOT AS PROMISED: {error}", *ends]))

    assert told


def test_a_story_that_does_not_hold_is_told(set_up: Stage) -> None:
    told: list[str] = []

    with pytest.raises(NotAsPromised, match="the sky is green"):
        Scene(set_up, told.append).expect("the sky is green", holds=False)

    assert told == []
