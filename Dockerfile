# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Restored by the lock files before the sources come, so that a change of code does not restore again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Distributor/Distributor.csproj src/Distributor/packages.lock.json src/Distributor/
COPY src/Templates/Templates.csproj src/Templates/packages.lock.json src/Templates/
RUN dotnet restore src/Distributor/Distributor.csproj -p:RestoreLockedMode=true

COPY src/ src/
RUN dotnet publish src/Distributor/Distributor.csproj -c Release --no-restore -p:UseAppHost=false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./

# The data belongs to the user the image runs as; APP_UID comes with the base image.
RUN mkdir /data && chown "$APP_UID" /data
VOLUME /data
USER $APP_UID

ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    Storage__DataDirectory=/data
EXPOSE 8080

# The image has neither curl nor wget; bash speaks enough HTTP to read a status line.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]

# In exec form, so that SIGTERM reaches the process and it can drain.
ENTRYPOINT ["dotnet", "/app/distributor.dll"]
CMD ["serve"]
