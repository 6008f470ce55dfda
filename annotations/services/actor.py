"""Who acts: a value that is passed in, never ambient state. Machines are actors too."""

from dataclasses import dataclass, replace
from enum import StrEnum

from annotations.models.users import User


class Door(StrEnum):
    """Which way somebody came in."""

    WEB = "web"
    API = "api"
    TASK = "task"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, through which door, in which request. `user` is None for machines."""

    label: str
    door: Door
    user: User | None = None
    request_id: str = ""
    on_behalf_of: str = ""

    @classmethod
    def person(cls, user: User, *, door: Door, request_id: str = "", on_behalf_of: str = "") -> "Actor":
        """A signed-in person."""
        return cls(label=str(user), door=door, user=user, request_id=request_id, on_behalf_of=on_behalf_of)

    @classmethod
    def system(cls, label: str, *, door: Door = Door.TASK) -> "Actor":
        """A machine, for example `Actor.system("linear-1.1.0")`."""
        return cls(label=label, door=door)

    def through(self, door: Door) -> "Actor":
        """The same actor at another door."""
        return replace(self, door=door)

    @property
    def uid(self) -> str:
        """The person's uid, "" for a machine."""
        return str(self.user.uid) if self.user else ""

    def as_user(self) -> User:
        """The person. Raises RuntimeError for a machine: such a call is a fault in our code, not in the input."""
        if self.user is None:
            raise RuntimeError(f"{self.label} is a machine and cannot do what only a person does")
        return self.user
