"""Ways of telling people, weighed side by side: strategies as data (`notices/strategies/`), rates, what each keeps and costs."""

from stanch.notices.options.rates import Rates, rates
from stanch.notices.options.strategy import Strategy, strategies
from stanch.notices.options.weigh import Matter, weigh

__all__ = ["Matter", "Rates", "Strategy", "rates", "strategies", "weigh"]
