"""What every model of the contract shares: strictness, finiteness and the number rules of the wire.

Owns no endpoint and no event. JSON numbers must be finite, booleans are not numbers, unknown fields
are refused by name.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class WireModel(BaseModel):
    """An answer or event that the server builds itself: immutable, every field declared."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        protected_namespaces=(),
    )

    def wire(self) -> dict[str, Any]:
        """This model as JSON-ready values under the contract's names."""
        return self.model_dump(mode="json", by_alias=True)


class RequestModel(BaseModel):
    """What a client sends: no coercion from strings or booleans, unknown fields refused by name."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, strict=True, validate_default=True
    )


#: A loss in nats per character, or ``null`` where it is not finite.
Loss = Annotated[float | None, Field(description="nats per character; null where not finite")]
Probability = Annotated[float, Field(ge=0, le=1)]
Step = Annotated[int, Field(ge=0, description="finished iterations; 0 is the untrained model")]
Quality = Annotated[str, Field(description="one digit per character: 0 noise, 1 plausible, 2 word")]
