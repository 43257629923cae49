"""Telemetry: what the gateway does, as figures for Prometheus and as traces by OTLP.

| what happens | who tells it | what hears it |
|---|---|---|
| a call of an upstream | ``loaders`` | ``Telemetry`` |
| a run, an update, a whole operation, a refusal | ``gateway`` | ``Telemetry`` |
| what stands now: queues, breakers, streams | nobody | ``standing``, when it is asked |

The gateway has one ``Telemetry``. By default it hears nothing; ``Observed`` hands each event to
``Figures`` (``ENDPAGE_METRICS_ADDRESS``) and to ``Traces`` (``ENDPAGE_OTLP_URL``).
"""
