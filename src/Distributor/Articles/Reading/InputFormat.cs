namespace Distributor.Articles.Reading;

/// <summary>What a caller says an input is; <see cref="Auto"/> looks for itself.</summary>
public enum InputFormat
{
    Auto,
    Text,
    Html,
    Feed,
}
