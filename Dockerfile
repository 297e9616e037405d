# PostgreSQL with trade_exposure: docker build --build-arg PG_MAJOR=17 -t trade_exposure .
# Then: docker run -d --name trade -e POSTGRES_PASSWORD=secret trade_exposure
#       docker exec -it trade psql -U postgres -c 'CREATE EXTENSION trade_exposure'
# The loaders, data and pages are in /usr/share/doc/trade_exposure.
# tools/package_test.sh runs the RUN lines in a fresh Debian.
ARG PG_MAJOR=17
FROM postgres:$PG_MAJOR
ARG PG_MAJOR
COPY . /tmp/trade_exposure
RUN apt-get update && \
	apt-get install -y --no-install-recommends gcc make perl libc6-dev postgresql-server-dev-$PG_MAJOR && \
	cd /tmp/trade_exposure && \
	make -s clean && make -s -j2 && make -s install && \
	mkdir -p /usr/share/doc/trade_exposure && \
	cp -r README.md LICENSE docs examples data /usr/share/doc/trade_exposure && \
	rm -rf /tmp/trade_exposure && \
	apt-get purge -y --auto-remove gcc make libc6-dev postgresql-server-dev-$PG_MAJOR && \
	rm -rf /var/lib/apt/lists/*
