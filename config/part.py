"""What every part of the policy file has in common: nothing unknown in it, nothing converted, nothing changed later."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of the policy file: closed, strict, frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
