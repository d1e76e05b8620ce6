"""The metrics of the process, in the format that Prometheus reads."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

LAG_BUCKETS_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5)
COMMIT_BUCKETS_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5)
BATCH_BUCKETS = (1, 2, 5, 10, 20, 50, 100, 200)

registry = CollectorRegistry()
for collector in (ProcessCollector, PlatformCollector, GCCollector):
    collector(registry=registry)

WINDOWS = Gauge('messenger_windows', 'Windows currently open.', registry=registry)
PEOPLE = Gauge('messenger_people_online', 'People with at least one window open.', registry=registry)
SUBSCRIPTIONS = Gauge('messenger_subscriptions', 'Subscriptions to topics.', registry=registry)
WRITES_WAITING = Gauge('messenger_writes_waiting', 'Writes waiting for the writer thread.', registry=registry)
BACKLOG_BYTES = Gauge('messenger_backlog_bytes', 'Bytes waiting for slow readers.', registry=registry)
MESSAGES = Counter('messenger_messages', 'Messages stored.', registry=registry)
DELIVERIES = Counter('messenger_deliveries', 'Events sent to a window.', registry=registry)
DROPPED = Counter('messenger_readers_dropped', 'Windows disconnected because they read too slowly.', registry=registry)
BACKGROUND_FAILURES = Counter(
    'messenger_background_failures', 'Failures of background tasks and subscribers.', ['name'], registry=registry
)
LOG_RECORDS_SUPPRESSED = Counter(
    'messenger_log_records_suppressed',
    'Log records counted but not written, because there were too many.',
    registry=registry,
)
COMMIT = Histogram(
    'messenger_commit_seconds',
    'Time from the first write of a batch to its commit.',
    buckets=COMMIT_BUCKETS_S,
    registry=registry,
)
BATCH = Histogram('messenger_commit_writes', 'Writes committed together.', buckets=BATCH_BUCKETS, registry=registry)
LAG = Histogram('messenger_loop_lag_seconds', 'Delay of the event loop.', buckets=LAG_BUCKETS_S, registry=registry)


def text() -> bytes:
    """All metrics in Prometheus' text format 0.0.4."""
    return bytes(generate_latest(registry))


def value(name: str) -> float:
    """The current value of a sample without labels; 0 if there is none."""
    for metric in registry.restricted_registry([name]).collect():  # runs no other collector; some read /proc
        for sample in metric.samples:
            if sample.name == name and not sample.labels:
                return float(sample.value)
    return 0.0
