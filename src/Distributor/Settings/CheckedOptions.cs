using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Distributor.Settings;

/// <summary>
/// Options bound from one section and checked at start, so that a bad value stops with its name, its fault and an
/// example instead of a stack trace of the binder.
/// </summary>
public static class CheckedOptions
{
    /// <summary>
    /// Registers <typeparamref name="TOptions"/> from <paramref name="section"/>. An empty value of a number, choice or
    /// switch counts as not set, because that is what <c>Smtp__Port=</c> in an environment file means.
    /// </summary>
    /// <remarks>Faults appear as one <see cref="OptionsValidationException"/> when the host starts or at first use.</remarks>
    public static IServiceCollection AddCheckedOptions<TOptions, TValidator>(
        this IServiceCollection services,
        IConfiguration configuration,
        string section
    )
        where TOptions : class, new()
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return services.AddCheckedOptions<TOptions>(configuration, section);
    }

    /// <summary>The same for options whose types say all there is to check.</summary>
    public static IServiceCollection AddCheckedOptions<TOptions>(
        this IServiceCollection services,
        IConfiguration configuration,
        string section
    )
        where TOptions : class, new()
    {
        services
            .AddOptions<TOptions>()
            .Configure(options => Bind(configuration.GetSection(section), section, options))
            .ValidateOnStart();
        return services;
    }

    static void Bind<TOptions>(IConfiguration values, string section, TOptions options)
        where TOptions : class
    {
        List<string> faults = [];
        foreach (var property in typeof(TOptions).GetProperties().Where(property => property.SetMethod is not null))
        {
            var value = values[property.Name];
            if (value is null || (value.Length == 0 && property.PropertyType != typeof(string)))
            {
                continue;
            }

            if (!TryConvert(property, value, out var converted))
            {
                var example = Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture) ?? "";
                faults.Add(
                    Setting.Fault(
                        $"{section}:{property.Name}",
                        value,
                        Kind(property.PropertyType),
                        example.Length > 0 ? example.ToLowerInvariant() : "10"
                    )
                );
                continue;
            }

            property.SetValue(options, converted);
        }

        if (faults.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), faults);
        }
    }

    static bool TryConvert(PropertyInfo property, string value, out object? converted)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type.IsEnum)
        {
            // By name only: the converter would also take any number.
            return Enum.TryParse(type, value, ignoreCase: true, out converted)
                && char.IsAsciiLetter(value[0])
                && Enum.IsDefined(type, converted);
        }

        try
        {
            converted = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            converted = null;
            return false;
        }
    }

    static string Kind(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(type)).ToLowerInvariant(),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) => "a whole number",
            _ when type == typeof(TimeSpan) => "a time span",
            _ => "a number",
        };
    }
}
