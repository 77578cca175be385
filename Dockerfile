# syntax=docker/dockerfile:1
# The image of an installation: `docker build --tag govflow .`; `compose.yaml` runs it with PostgreSQL. docs/operating.md says more.

FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/tools && python -m venv --without-pip /opt/govflow
COPY requirements.lock pyproject.toml ./
# The installer first, from the lock and by its hash; then everything else at the versions and with the hashes of the lock.
RUN sed -n '/^uv==/,/[^\\]$/p' requirements.lock > uv.txt \
    && /opt/tools/bin/python -m pip install --quiet --no-cache-dir --require-hashes --requirement uv.txt \
    && /opt/tools/bin/uv pip install --quiet --no-cache --python /opt/tools --constraint requirements.lock hatchling \
    && /opt/tools/bin/uv pip install --quiet --no-cache --python /opt/govflow --constraint requirements.lock \
       --requirements pyproject.toml --extra postgres --extra notify
COPY LICENSE ./
COPY docs/package.md docs/package.md
COPY workflows workflows
COPY policies policies
COPY web web
COPY govflow govflow
RUN /opt/tools/bin/python -m hatchling build --target wheel --directory dist \
    && /opt/tools/bin/uv pip install --quiet --no-cache --python /opt/govflow --no-deps dist/*.whl

# A mail server for trying: it sends nothing, and prints each mail in its log.
FROM build AS mail
RUN /opt/tools/bin/uv pip install --quiet --no-cache --python /opt/tools --constraint requirements.lock aiosmtpd \
    && useradd --system --uid 10002 mail-sink
COPY docs/deploy/mail_sink.py ./
USER mail-sink
EXPOSE 2525
CMD ["/opt/tools/bin/python", "-m", "aiosmtpd", "--nosetuid", "--listen", "0.0.0.0:2525", "--class", "mail_sink.Printing"]

FROM python:3.13-slim-bookworm AS run
# What PDFs are drawn with.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/govflow govflow \
    && install --directory --owner govflow --group govflow --mode 0700 /var/lib/govflow
COPY --from=build /opt/govflow /opt/govflow
ENV PATH="/opt/govflow/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    GOVFLOW_HOME=/var/lib/govflow \
    GOVFLOW_BIND=0.0.0.0:8000
WORKDIR /var/lib/govflow
USER govflow
VOLUME ["/var/lib/govflow"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["govflow"]
CMD ["serve"]
