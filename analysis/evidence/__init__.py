"""Where numbers come from: claims held against the articles, and one number traced both ways."""

from analysis.evidence.tracing import Trace, trace
from analysis.evidence.verification import Verification, verify

__all__ = ["Trace", "Verification", "trace", "verify"]
