# syntax=docker/dockerfile:1
# docker build -t automl-studio .                    trains on the CPU
# docker build -t automl-studio:gpu --target gpu .   trains on CUDA; the host needs NVIDIA's driver and container toolkit

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS source
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
COPY . .

FROM source AS build-cpu
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/AutoMLStudio.Web --configuration Release --output /app

FROM source AS build-gpu
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/AutoMLStudio.Web --configuration Release --output /app -p:TorchBackend=cuda

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
# OpenMP, which LibTorch computes with.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /data \
    && chown "$APP_UID:$APP_UID" /data
WORKDIR /data
VOLUME /data
# Names without the prefix ASPNETCORE_, because those stand behind appsettings.json. All addresses: who gets in is up to the ports that the container publishes.
ENV Urls=http://+:5080 Studio__Folder=/data/.studio ASPNETCORE_HTTP_PORTS= DOTNET_gcServer=0
EXPOSE 5080
USER $APP_UID
ENTRYPOINT ["dotnet", "/app/AutoMLStudio.Web.dll"]
CMD ["serve"]

FROM runtime AS gpu
COPY --from=build-gpu /app /app
# CUDA's own libraries come with LibTorch; only the driver is the host's.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility

# Last, so that a build without a target is for the CPU.
FROM runtime AS cpu
COPY --from=build-cpu /app /app
