"""Where the work on a document is done: in a thread when it is short, and otherwise in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.answers.process import Helper


class DocumentJobs:
    """Does jobs of ``answers.jobs`` for one document; both places keep what they read."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._helper: Helper | None = None
        self._state: dict[str, Any] = {}

    async def run(self, job: str, *, is_long: bool, **arguments: Any) -> Any:
        """The result of a job; cancelling the task ends it. Raises what the job raises, and AnswerWorkEnded."""
        if not is_long:
            from xena_desktop.answers.jobs import JOBS

            return await self._workers.disk(lambda: JOBS[job](self._state, **arguments))
        from xena_desktop.answers.process import Helper, Ticket

        helper, ticket = self._helper or Helper(), Ticket()
        self._helper = helper
        return await self._workers.stoppable(
            lambda: helper.call(job, ticket=ticket, **arguments), stop=lambda: helper.give_up(ticket)
        )

    async def close(self) -> None:
        """Leave no process behind."""
        if self._helper is not None:
            await self._workers.disk(self._helper.close)
